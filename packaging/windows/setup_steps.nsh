; The steps of installing, in the order of the section in sentralbord.nsi.

Var AskedFolder ; /D=... on the command line
Var SingleUsers ; the folder of the one user's installation that everyone's replaces, or nothing
Var Elsewhere ; the folder this one is moved from, or nothing
Var Remains ; a replaced one that could only be removed by half, or nothing

Function .onInit
  StrCpy $AskedFolder $INSTDIR
  SetRegView 64
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastBuild} ${OLDEST_BUILD}
    !insertmacro REFUSE "$(SAY_TOO_OLD)" ${EXIT_TOO_OLD}
  ${ElseIf} ${IsNativeARM64}
  ${AndIfNot} ${AtLeastBuild} ${OLDEST_ARM64_BUILD}
    !insertmacro REFUSE "$(SAY_TOO_OLD)" ${EXIT_TOO_OLD}
  ${EndIf}
  !insertmacro REFUSE_ALL_USERS_WITHOUT_RIGHTS ""
  !insertmacro MULTIUSER_INIT
  ${If} $AskedFolder != ""
    StrCpy $INSTDIR $AskedFolder
  ${EndIf}
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

!macro FIND_REPLACED FOLDER ; one that lies elsewhere, and is told of in the registry: nothing of it is touched yet
  ${If} ${FOLDER} == $INSTDIR
  ${OrIfNot} ${FileExists} "${FOLDER}\uninstall.exe"
    StrCpy ${FOLDER} ""
  ${Else}
    !insertmacro REFUSE_WHILE_OPEN "${FOLDER}\${EXE}"
    !insertmacro REFUSE_WHILE_OPEN "${FOLDER}\${CONSOLE_EXE}"
  ${EndIf}
!macroend

Function FindReplaced
  ${If} $MultiUser.InstallMode == "AllUsers" ; everyone's installation takes the place of one user's
    ReadRegStr $SingleUsers HKCU "${UNINSTALL_KEY}" "InstallLocation"
    !insertmacro FIND_REPLACED $SingleUsers
  ${EndIf}
  ReadRegStr $Elsewhere SHCTX "${UNINSTALL_KEY}" "InstallLocation" ; this one is asked for in another folder
  !insertmacro FIND_REPLACED $Elsewhere
FunctionEnd

!macro MOVE_PROGRAMS FROM TO
  Rename "${FROM}\${EXE}" "${TO}\${EXE}"
  Rename "${FROM}\${CONSOLE_EXE}" "${TO}\${CONSOLE_EXE}"
  Rename "${FROM}\uninstall.exe" "${TO}\uninstall.exe"
!macroend

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
    !insertmacro MOVE_PATIENTLY "${PARTS}" "${ASIDE}"
    ${If} ${Errors}
      !insertmacro REFUSE "$(SAY_CANNOT_WRITE)" ${EXIT_CANNOT_WRITE}
    ${EndIf}
    !insertmacro MOVE_PROGRAMS "$INSTDIR" "${ASIDE}"
  ${EndIf}
  ClearErrors
FunctionEnd

Function LayFiles
  SetOutPath "$INSTDIR"
  File /r "${EVERYTHING}"
  File "/oname=LISENSER.txt" "${LICENCES}"
  SetOutPath "$TEMP" ; or the folder could not be renamed by the next step
  ClearErrors
  WriteUninstaller "$INSTDIR\uninstall.exe"
  FileOpen $0 "${PARTS}\${COMPLETE_MARK}" w
  FileWrite $0 "${VERSION}"
  FileClose $0
  ${If} ${Errors} ; these two do not stop by themselves
    Abort
  ${EndIf}
FunctionEnd

; The old one goes when the new one is laid and nothing else can fail; data is not touched. Its uninstaller takes the
; shortcut and the keys with it, so Windows is told of the new one afterwards.
!macro REMOVE_REPLACED FOLDER MODE
  ${If} ${FOLDER} != ""
    ClearErrors
    ExecWait '"${FOLDER}\uninstall.exe" /${MODE} /S _?=${FOLDER}' $1
    ${If} ${FileExists} "${FOLDER}\_internal\*.*" ; it is whole: it stays, and the new one goes
      Call PutBack
      !insertmacro REFUSE "$(SAY_NOT_REPLACED)" ${EXIT_NOT_REPLACED}
    ${ElseIf} $1 <> 0 ; neither whole nor gone: the new one is all there is, so that stays
      StrCpy $Remains "${FOLDER}"
    ${Else}
      Delete "${FOLDER}\uninstall.exe" ; with _?= it cannot delete itself
      RMDir "${FOLDER}"
    ${EndIf}
  ${EndIf}
!macroend

Function RemoveReplaced
  !insertmacro REMOVE_REPLACED $SingleUsers "CurrentUser"
  !insertmacro REMOVE_REPLACED $Elsewhere "$MultiUser.InstallMode"
  RMDir /r "${ASIDE}"
FunctionEnd

Function SayWhatRemains
  ${If} $Remains != ""
    !insertmacro REFUSE "$(SAY_REMAINS)" ${EXIT_NOT_REPLACED}
  ${EndIf}
FunctionEnd

Function PutBack ; the old version comes back; where there was none, nothing half is left
  SetOutPath "$TEMP"
  ReadRegStr $0 SHCTX "${UNINSTALL_KEY}" "InstallLocation"
  ${If} ${FileExists} "${ASIDE}\*.*"
  ${OrIf} $0 != $INSTDIR
    RMDir /r "${PARTS}"
    Delete "$INSTDIR\${EXE}"
    Delete "$INSTDIR\${CONSOLE_EXE}"
    Delete "$INSTDIR\uninstall.exe"
  ${EndIf}
  ${If} ${FileExists} "${ASIDE}\*.*"
    !insertmacro MOVE_PROGRAMS "${ASIDE}" "$INSTDIR"
    Rename "${ASIDE}" "${PARTS}"
  ${ElseIf} $0 != $INSTDIR
    Delete "$INSTDIR\LISENSER.txt"
    RMDir "$INSTDIR"
  ${EndIf}
FunctionEnd

Function .onInstFailed ; a full disk, a folder that cannot be written
  Call PutBack
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
