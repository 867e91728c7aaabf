; The steps of installing, in the order of the section in sentralbord.nsi.

Var AskedFolder ; /D=… on the command line

Function .onInit
  StrCpy $AskedFolder $INSTDIR
  SetRegView 64
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastBuild} ${OLDEST_BUILD}
    !insertmacro REFUSE "$(SAY_TOO_OLD)" ${EXIT_TOO_OLD}
  ${EndIf}
  Call RefuseAllUsersWithoutRights
  !insertmacro MULTIUSER_INIT
  ${If} $AskedFolder != ""
    StrCpy $INSTDIR $AskedFolder
  ${EndIf}
FunctionEnd

Function RefuseAllUsersWithoutRights ; MultiUser would ask in a box that /S does not answer
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/AllUsers" $1
  ${IfNot} ${Errors}
    UserInfo::GetAccountType
    Pop $1
    ${If} $1 != "Admin"
      !insertmacro REFUSE "$(SAY_NOT_ADMIN)" ${EXIT_NOT_ADMIN}
    ${EndIf}
  ${EndIf}
  ClearErrors
FunctionEnd

Function RefuseDowngrade ; an older program cannot read a register that a newer one has changed
  ReadRegStr $0 SHCTX "${UNINSTALL_KEY}" "DisplayVersion"
  ${If} $0 != ""
    ${VersionCompare} $0 "${VERSION}" $1
    ${If} $1 = 1
      !insertmacro REFUSE "$(SAY_NEWER)" ${EXIT_NEWER}
    ${EndIf}
  ${EndIf}
FunctionEnd

Function RefuseOtherMode
  ${If} $MultiUser.InstallMode == "CurrentUser"
    ReadRegStr $0 HKLM "${UNINSTALL_KEY}" "UninstallString"
    ${If} $0 != ""
      !insertmacro REFUSE "$(SAY_OTHER_MODE)" ${EXIT_OTHER_MODE}
    ${EndIf}
  ${Else} ; the installation it replaces must not be a newer one either
    ReadRegStr $0 HKCU "${UNINSTALL_KEY}" "DisplayVersion"
    ${If} $0 != ""
      ${VersionCompare} $0 "${VERSION}" $1
      ${If} $1 = 1
        !insertmacro REFUSE "$(SAY_NEWER)" ${EXIT_NEWER}
      ${EndIf}
    ${EndIf}
  ${EndIf}
FunctionEnd

Function RefuseNetwork
  StrCpy $0 $INSTDIR 2
  ${If} $0 == "\\"
    !insertmacro REFUSE "$(SAY_NETWORK)" ${EXIT_NETWORK}
  ${EndIf}
  StrCpy $0 $INSTDIR 3
  System::Call 'kernel32::GetDriveType(t r0) i .r1'
  ${If} $1 = 4 ; DRIVE_REMOTE
    !insertmacro REFUSE "$(SAY_NETWORK)" ${EXIT_NETWORK}
  ${EndIf}
FunctionEnd

Function RefuseSmallDisk ; before anything is touched; old and new lie side by side for a moment
  ClearErrors
  CreateDirectory "$INSTDIR"
  System::Call 'kernel32::GetDiskFreeSpaceEx(t "$INSTDIR", *l .r1, n, n) i .r0'
  ${If} $0 <> 0
    System::Int64Op $1 / 1048576
    Pop $1
    ${If} $1 < ${NEEDED_MB}
      RMDir "$INSTDIR"
      !insertmacro REFUSE "$(SAY_NO_SPACE)" ${EXIT_NO_SPACE}
    ${EndIf}
  ${EndIf}
FunctionEnd

Function RemoveSingleUserInstallation ; everyone's installation takes its place; data is not touched
  ${If} $MultiUser.InstallMode == "AllUsers"
    ReadRegStr $0 HKCU "${UNINSTALL_KEY}" "InstallLocation"
    ${If} $0 != ""
    ${AndIf} ${FileExists} "$0\uninstall.exe"
      ExecWait '"$0\uninstall.exe" /CurrentUser /S _?=$0' $1
      ${If} $1 <> 0
        !insertmacro REFUSE "$(SAY_NOT_REPLACED)" ${EXIT_NOT_REPLACED}
      ${EndIf}
      Delete "$0\uninstall.exe" ; with _?= it cannot delete itself
      RMDir "$0"
    ${EndIf}
  ${EndIf}
FunctionEnd

Function RemoveFromOtherFolder ; this one is laid somewhere else than the one that is there; data is not touched
  ReadRegStr $2 SHCTX "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $2 != ""
  ${AndIf} $2 != $INSTDIR
  ${AndIf} ${FileExists} "$2\uninstall.exe"
    !insertmacro REFUSE_WHILE_OPEN "$2\${EXE}"
    !insertmacro REFUSE_WHILE_OPEN "$2\${CONSOLE_EXE}"
    ExecWait '"$2\uninstall.exe" /$MultiUser.InstallMode /S _?=$2' $1
    ${If} $1 <> 0
      !insertmacro REFUSE "$(SAY_NOT_REPLACED)" ${EXIT_NOT_REPLACED}
    ${EndIf}
    Delete "$2\uninstall.exe" ; with _?= it cannot delete itself
    RMDir "$2"
  ${EndIf}
FunctionEnd

Function SetOldVersionAside
  ${If} ${FileExists} "${ASIDE}\*.*"
    ${If} ${FileExists} "${PARTS}\${COMPLETE_MARK}"
      RMDir /r "${ASIDE}" ; an earlier upgrade was done, but was stopped before it had tidied up
    ${Else}
      RMDir /r "${PARTS}" ; an earlier upgrade was stopped in the middle: these are its half parts
      Rename "${ASIDE}" "${PARTS}"
    ${EndIf}
  ${EndIf}
  ClearErrors
  ${If} ${FileExists} "${PARTS}\*.*"
    Rename "${PARTS}" "${ASIDE}"
    ${If} ${Errors}
      !insertmacro REFUSE "$(SAY_CANNOT_WRITE)" ${EXIT_CANNOT_WRITE}
    ${EndIf}
    Rename "$INSTDIR\${EXE}" "${ASIDE}\${EXE}"
    Rename "$INSTDIR\${CONSOLE_EXE}" "${ASIDE}\${CONSOLE_EXE}"
  ${EndIf}
  ClearErrors
FunctionEnd

Function LayFiles
  SetOutPath "$INSTDIR"
  File /r "${EVERYTHING}"
  File "/oname=LISENSER.txt" "${LICENCES}"
  FileOpen $0 "${PARTS}\${COMPLETE_MARK}" w
  FileWrite $0 "${VERSION}"
  FileClose $0
  RMDir /r "${ASIDE}"
  SetOutPath "$TEMP" ; or the folder could not be renamed by the next step
  WriteUninstaller "$INSTDIR\uninstall.exe"
FunctionEnd

Function .onInstFailed ; a full disk, a folder that cannot be written: the old version comes back
  ${If} ${FileExists} "${ASIDE}\*.*"
    SetOutPath "$TEMP"
    RMDir /r "${PARTS}"
    Delete "$INSTDIR\${EXE}"
    Delete "$INSTDIR\${CONSOLE_EXE}"
    Rename "${ASIDE}\${EXE}" "$INSTDIR\${EXE}"
    Rename "${ASIDE}\${CONSOLE_EXE}" "$INSTDIR\${CONSOLE_EXE}"
    Rename "${ASIDE}" "${PARTS}"
  ${Else}
    ReadRegStr $0 SHCTX "${UNINSTALL_KEY}" "InstallLocation"
    ${If} $0 == "" ; nothing was there before: nothing half is left
      SetOutPath "$TEMP"
      RMDir /r "${PARTS}"
      Delete "$INSTDIR\${EXE}"
      Delete "$INSTDIR\${CONSOLE_EXE}"
      Delete "$INSTDIR\LISENSER.txt"
      RMDir "$INSTDIR"
    ${EndIf}
  ${EndIf}
  MessageBox MB_OK|MB_ICONSTOP "$(SAY_CANNOT_WRITE)" /SD IDOK
  SetErrorLevel ${EXIT_CANNOT_WRITE}
FunctionEnd

Function TellWindows
  CreateShortcut "$SMPROGRAMS\${APP}.lnk" "$INSTDIR\${EXE}"
  WriteRegStr SHCTX "${SETUP_KEY}" "InstallDir" "$INSTDIR"
  WriteRegStr SHCTX "${SETUP_KEY}" "InstallMode" "$MultiUser.InstallMode"
  WriteRegStr SHCTX "${SETUP_KEY}" "Version" "${VERSION}"
  WriteRegStr SHCTX "Software\Classes\${SCHEME}" "" "URL:${APP}"
  WriteRegStr SHCTX "Software\Classes\${SCHEME}" "URL Protocol" ""
  WriteRegStr SHCTX "Software\Classes\${SCHEME}\DefaultIcon" "" "$INSTDIR\${EXE},0"
  WriteRegStr SHCTX "Software\Classes\${SCHEME}\shell\open\command" "" '"$INSTDIR\${EXE}" "%1"'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "${APP}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "${PUBLISHER}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${EXE}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  StrCpy $0 '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" "$0"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" "$0 /S"
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" "$0"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)' ; the protocol and the icon
FunctionEnd
