; The steps of uninstalling. The user's data stays, unless /SLETTDATA=1 is on the command line.

Var Said ; what was deleted, for the report file
Var UserFolder

!define DATA "AppData\Local\${APP}"
!define REPORT "$TEMP\sentralbord-avinstallering.txt"
!define PROFILES "SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList"
!define POLICY_FOLDER "Software\Policies\${APP}\register"
!define ALSO_WITH_DATA "Software\${APP}"

Function un.onInit
  SetRegView 64
  !insertmacro REFUSE_ALL_USERS_WITHOUT_RIGHTS "un."
  !insertmacro MULTIUSER_UNINIT
FunctionEnd

; Our own parts by name: never /r on a folder that somebody chose. They are moved as one before any of them is
; deleted: what something holds fast stays whole, with its entry under the installed apps, and can be tried again.
Function un.RemoveProgram
  RMDir /r "${ASIDE}"
  !insertmacro MOVE_PATIENTLY "${PARTS}" "${ASIDE}"
  ${IfNot} ${FileExists} "${PARTS}\*.*"
    RMDir /r "${ASIDE}"
    Delete "$INSTDIR\${EXE}"
    Delete "$INSTDIR\${CONSOLE_EXE}"
  ${EndIf}
  ${If} ${FileExists} "${PARTS}\*.*"
  ${OrIf} ${FileExists} "${ASIDE}\*.*"
  ${OrIf} ${FileExists} "$INSTDIR\${EXE}"
  ${OrIf} ${FileExists} "$INSTDIR\${CONSOLE_EXE}"
    !insertmacro REFUSE "$(SAY_NOT_REMOVED)" ${EXIT_CANNOT_WRITE}
  ${EndIf}
  Delete "$INSTDIR\LISENSER.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${APP}.lnk"
  DeleteRegKey SHCTX "Software\Classes\${SCHEME}"
  DeleteRegKey SHCTX "${UNINSTALL_KEY}"
  DeleteRegKey SHCTX "${SETUP_KEY}"
  DeleteRegKey /ifempty SHCTX "Software\${APP}"
FunctionEnd

Function un.SayOrDeleteData
  ${un.GetParameters} $0
  ClearErrors
  ${un.GetOptions} $0 "/SLETTDATA=" $1
  ${If} ${Errors}
  ${OrIf} $1 != "1"
    StrCpy $Said "$(SAY_DATA_KEPT) %LOCALAPPDATA%\${APP}"
  ${Else}
    Call un.DeleteData
  ${EndIf}
  ClearErrors
  FileOpen $0 "${REPORT}" w
  ${IfNot} ${Errors}
    FileWriteUTF16LE /BOM $0 "$Said$\r$\n"
    FileClose $0
  ${EndIf}
  MessageBox MB_OK|MB_ICONINFORMATION "$Said" /SD IDOK
FunctionEnd

Function un.DeleteData ; of this user; of every profile on the PC when it was installed for everyone
  StrCpy $Said ""
  ${If} $MultiUser.InstallMode == "AllUsers"
    ${DisableX64FSRedirection} ; the profile of SYSTEM is below System32
    Call un.DeleteEveryProfile
    ${EnableX64FSRedirection}
  ${Else}
    StrCpy $UserFolder "$PROFILE"
    Call un.DeleteProfile
  ${EndIf}
  Call un.NamePolicyFolder
  DeleteRegKey HKCU "${ALSO_WITH_DATA}"
  StrCpy $Said "$Said$(SAY_DATA_DELETED) HKCU\${ALSO_WITH_DATA}$\r$\n"
  ${If} $MultiUser.InstallMode == "AllUsers" ; the registry of one who is not signed in is in a file of theirs
    StrCpy $Said "$Said$(SAY_DATA_LEFT) HKU\*\${ALSO_WITH_DATA} ($(SAY_OTHERS_SETTINGS))$\r$\n"
  ${EndIf}
  StrCpy $Said "$Said$(SAY_DATA_LEFT) $(SAY_SECRET)"
FunctionEnd

Function un.NamePolicyFolder ; where group policy has put the register: IT's own place, named and left
  ReadRegStr $R3 HKLM "${POLICY_FOLDER}" "folder"
  ${If} $R3 != ""
    ExpandEnvStrings $R3 $R3
    ${If} ${FileExists} "$R3\*.*"
      StrCpy $Said "$Said$(SAY_DATA_LEFT) $R3 (register.folder)$\r$\n"
    ${EndIf}
  ${EndIf}
FunctionEnd

Function un.DeleteEveryProfile
  StrCpy $R0 0
  ${Do}
    EnumRegKey $R1 HKLM "${PROFILES}" $R0
    ${If} $R1 == ""
      ${ExitDo}
    ${EndIf}
    ReadRegStr $UserFolder HKLM "${PROFILES}\$R1" "ProfileImagePath"
    ExpandEnvStrings $UserFolder $UserFolder
    ${If} $UserFolder != ""
      Call un.DeleteProfile
    ${EndIf}
    IntOp $R0 $R0 + 1
  ${Loop}
FunctionEnd

!define IS_FOLDER 0x10
; 0x400 is FILE_ATTRIBUTE_REPARSE_POINT: a junction, a symbolic link
!define IS_LINKED_FOLDER 0x410

!macro KIND_OF PATH RESULT ; which of the two it is
  System::Call 'kernel32::GetFileAttributes(t "${PATH}") i .s'
  Pop ${RESULT}
  IntOp ${RESULT} ${RESULT} & ${IS_LINKED_FOLDER}
!macroend

; What the administrator deletes must lie where it seems to: a folder that its user has made a link of leads anywhere.
Function un.DeleteProfile
  ${IfNot} ${FileExists} "$UserFolder\${DATA}\*.*"
    Return
  ${EndIf}
  !insertmacro KIND_OF "$UserFolder\AppData" $0
  !insertmacro KIND_OF "$UserFolder\AppData\Local" $1
  !insertmacro KIND_OF "$UserFolder\${DATA}" $2
  ${If} $0 = ${IS_FOLDER}
  ${AndIf} $1 = ${IS_FOLDER}
  ${AndIf} $2 = ${IS_FOLDER}
    Push "$UserFolder\${DATA}"
    Call un.DeleteFolder
  ${EndIf}
  ${If} ${FileExists} "$UserFolder\${DATA}\*.*"
    StrCpy $Said "$Said$(SAY_DATA_LEFT) $UserFolder\${DATA}$\r$\n"
  ${Else}
    StrCpy $Said "$Said$(SAY_DATA_DELETED) $UserFolder\${DATA}$\r$\n"
  ${EndIf}
FunctionEnd

; The folder on the stack and all that lies in it. RMDir /r would go through a link and delete what it points at;
; here the link goes and the rest stays.
Function un.DeleteFolder
  Exch $0
  Push $1
  Push $2
  Push $3
  FindFirst $1 $2 "$0\*"
  ${DoWhile} $2 != ""
    ${If} $2 != "."
    ${AndIf} $2 != ".."
      !insertmacro KIND_OF "$0\$2" $3
      ${If} $3 = ${IS_FOLDER}
        Push "$0\$2"
        Call un.DeleteFolder
      ${ElseIf} $3 = ${IS_LINKED_FOLDER}
        RMDir "$0\$2"
      ${Else}
        Delete "$0\$2"
      ${EndIf}
    ${EndIf}
    FindNext $1 $2
  ${Loop}
  FindClose $1
  RMDir "$0"
  Pop $3
  Pop $2
  Pop $1
  Pop $0
FunctionEnd
