; The installer of Sentralbord: one Setup.exe, for one user or for everyone on the PC.
;
;   makensis -DVERSION=1.2.3 -DSOURCE=dist/Sentralbord -DSETUP=out.exe -DICON=x.ico -DLICENCES=x.txt
;            [-DSIGN=command] [-DQUICK] [-DTARGET=x86-unicode] sentralbord.nsi
;
; Exit codes of Setup and of the uninstaller (docs/it.md):
;   0 done                            5 a newer version is installed
;   1 cancelled in the wizard         6 installed for everyone; asked for one user
;   2 could not write; all as before  7 too little space on the disk
;   3 Sentralbord runs                8 /AllUsers without being administrator
;   4 Windows is too old or 32-bit    9 the earlier installation could not be removed
;                                    10 a network share was asked for
Unicode true
; Debian's makensis has the 64-bit stub, and Wine here runs nothing else. The makensis for Windows has
; the 32-bit one only: the release says -DTARGET=x86-unicode.
!ifndef TARGET
  !define TARGET amd64-unicode
!endif
Target ${TARGET}
!ifdef NSIS_WIN32_MAKENSIS
  !define EVERYTHING "${SOURCE}\*.*"
!else
  !define EVERYTHING "${SOURCE}/*"
!endif
ManifestDPIAware true
ManifestSupportedOS Win10

!define APP "Sentralbord"
!define EXE "Sentralbord.exe"
!define CONSOLE_EXE "sentralbord-cli.exe"
!define PUBLISHER "Sentralbord"
!define SCHEME "sentralbord"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${APP}"
; Software\Sentralbord itself holds the user's own settings (QSettings): only this subkey is ours.
!define SETUP_KEY "Software\${APP}\Installasjon"
!define OLDEST_BUILD 17763 ; Windows 10 1809, the oldest that Qt 6.11 runs on
!define OLDEST_ARM64_BUILD 22000 ; Windows 11: Windows 10 on ARM64 runs no 64-bit programs of other processors
!define NEEDED_MB 300
!define COMPLETE_MARK "FERDIG.txt"
!define PARTS "$INSTDIR\_internal"
!define ASIDE "$INSTDIR\_internal.forrige"

!define EXIT_CANNOT_WRITE 2
!define EXIT_RUNS 3
!define EXIT_TOO_OLD 4
!define EXIT_NEWER 5
!define EXIT_OTHER_MODE 6
!define EXIT_NO_SPACE 7
!define EXIT_NOT_ADMIN 8
!define EXIT_NOT_REPLACED 9
!define EXIT_NETWORK 10

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_INSTDIR "${APP}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${SETUP_KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallDir"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${SETUP_KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallMode"
!include MultiUser.nsh
!include MUI2.nsh
!include x64.nsh
!include WinVer.nsh
!include WinCore.nsh
!include Win\WinError.nsh
!define /ifndef OPEN_EXISTING 3 ; WinCore.nsh has not got this one
!include FileFunc.nsh
!include WordFunc.nsh

Name "${APP}"
OutFile "${SETUP}"
!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"' = 0
  !finalize '${SIGN} "%1"' = 0
!endif
!ifdef QUICK
  SetCompress off
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
AllowSkipFiles off ; a file that cannot be written stops everything, it is never left out

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 "ProductName" "${APP}"
VIAddVersionKey /LANG=0 "FileDescription" "${APP} installasjon"
VIAddVersionKey /LANG=0 "CompanyName" "${PUBLISHER}"
VIAddVersionKey /LANG=0 "LegalCopyright" "© 2026 The Sentralbord founders. MIT-lisens."
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
; by the desktop's own Explorer: what Setup starts itself has the administrator's rights
!define MUI_FINISHPAGE_RUN "$WINDIR\explorer.exe"
!define MUI_FINISHPAGE_RUN_PARAMETERS "$\"$INSTDIR\${EXE}$\""
!insertmacro MUI_PAGE_WELCOME
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
; The first one is used where Windows speaks none of the three.
!insertmacro MUI_LANGUAGE "Norwegian"
!insertmacro MUI_LANGUAGE "NorwegianNynorsk"
!insertmacro MUI_LANGUAGE "English"
!include texts.nsh

!macro REFUSE TEXT CODE ; with /S nobody is asked, and the code tells IT the reason
  MessageBox MB_OK|MB_ICONSTOP "${TEXT}" /SD IDOK
  SetErrorLevel ${CODE}
  Quit
!macroend

; MultiUser would say it in a box that /S does not answer, and in English
!macro REFUSE_ALL_USERS_WITHOUT_RIGHTS UN
  ${${UN}GetParameters} $0
  ClearErrors
  ${${UN}GetOptions} $0 "/AllUsers" $1
  ${IfNot} ${Errors}
    UserInfo::GetAccountType
    Pop $1
    ${If} $1 != "Admin"
      !insertmacro REFUSE "$(SAY_NOT_ADMIN)" ${EXIT_NOT_ADMIN}
    ${EndIf}
  ${EndIf}
  ClearErrors
!macroend

!macro REFUSE_WHILE_OPEN FILE ; a program that runs cannot be opened for writing; other reasons are not that it runs
  ${If} ${FileExists} "${FILE}"
    System::Call 'kernel32::CreateFile(t "${FILE}", i ${GENERIC_WRITE}, i ${FILE_SHARE_READ}, p 0, i ${OPEN_EXISTING}, i 0, p 0) p .r0 ?e'
    Pop $1
    ${If} $0 != ${INVALID_HANDLE_VALUE}
      System::Call 'kernel32::CloseHandle(p r0)'
    ${ElseIf} $1 = ${ERROR_SHARING_VIOLATION}
      !insertmacro REFUSE "$(SAY_RUNS)" ${EXIT_RUNS}
    ${Else}
      !insertmacro REFUSE "$(SAY_CANNOT_WRITE)" ${EXIT_CANNOT_WRITE}
    ${EndIf}
  ${EndIf}
!macroend

!macro REFUSE_WHILE_RUNNING
  !insertmacro REFUSE_WHILE_OPEN "$INSTDIR\${EXE}"
  !insertmacro REFUSE_WHILE_OPEN "$INSTDIR\${CONSOLE_EXE}"
!macroend

; A virus scanner or an indexer has one of the files open for a moment; after that it can be moved.
!macro MOVE_PATIENTLY FROM TO
  ${ForEach} $0 1 3 + 1
    ClearErrors
    Rename "${FROM}" "${TO}"
    ${IfNot} ${Errors}
      ${ExitFor}
    ${EndIf}
    Sleep 700
  ${Next}
!macroend

!include setup_steps.nsh
!include uninstall_steps.nsh

Section "-install"
  SetRegView 64
  Call RefuseDowngrade
  Call RefuseOtherMode
  Call RefuseNetwork
  !insertmacro REFUSE_WHILE_RUNNING
  Call FindReplaced
  Call RefuseSmallDisk
  Call SetOldVersionAside
  Call LayFiles
  Call RemoveReplaced
  Call TellWindows
  Call SayWhatRemains
SectionEnd

Section "Uninstall"
  SetRegView 64
  !insertmacro REFUSE_WHILE_RUNNING
  Call un.RemoveProgram
  Call un.SayOrDeleteData
SectionEnd
