; What Setup and the uninstaller say, in the three languages of the wizard.
; The file is UTF-8 with a byte order mark.

!macro TEXT NAME BOKMAL NYNORSK ENGLISH
  LangString ${NAME} ${LANG_NORWEGIAN} "${BOKMAL}"
  LangString ${NAME} ${LANG_NORWEGIANNYNORSK} "${NYNORSK}"
  LangString ${NAME} ${LANG_ENGLISH} "${ENGLISH}"
!macroend

!insertmacro TEXT SAY_TOO_OLD \
  "Sentralbord trenger 64-biters Windows 10 versjon 1809 eller nyere. Ingenting er installert." \
  "Sentralbord treng 64-bits Windows 10 versjon 1809 eller nyare. Ingenting er installert." \
  "Sentralbord needs 64-bit Windows 10 version 1809 or later. Nothing has been installed."
!insertmacro TEXT SAY_NOT_ADMIN \
  "Bare en administrator kan installere eller fjerne Sentralbord for alle på PC-en." \
  "Berre ein administrator kan installere eller fjerne Sentralbord for alle på PC-en." \
  "Only an administrator can install or remove Sentralbord for everyone on this PC."
!insertmacro TEXT SAY_RUNS \
  "Sentralbord er åpent. Lukk det hos alle på PC-en, og prøv igjen." \
  "Sentralbord er ope. Lukk det hos alle på PC-en, og prøv igjen." \
  "Sentralbord is open. Close it for everyone on this PC, and try again."
!insertmacro TEXT SAY_NEWER \
  "En nyere versjon av Sentralbord er installert her. Registeret er kanskje gjort om av den, så versjon ${VERSION} blir ikke installert." \
  "Ein nyare versjon av Sentralbord er installert her. Registeret er kanskje gjort om av han, så versjon ${VERSION} blir ikkje installert." \
  "A newer version of Sentralbord is installed here. It may have changed the register, so version ${VERSION} will not be installed."
!insertmacro TEXT SAY_OTHER_MODE \
  "Sentralbord er installert for alle på denne PC-en. Be IT om å oppdatere det, eller avinstaller det først." \
  "Sentralbord er installert for alle på denne PC-en. Be IT oppdatere det, eller avinstaller det først." \
  "Sentralbord is installed for everyone on this PC. Ask IT to update it, or uninstall it first."
!insertmacro TEXT SAY_NOT_REPLACED \
  "Den gamle installasjonen lot seg ikke fjerne. Ingenting er endret." \
  "Den gamle installasjonen lét seg ikkje fjerne. Ingenting er endra." \
  "The earlier installation could not be removed. Nothing has been changed."
!insertmacro TEXT SAY_REMAINS \
  "Sentralbord er installert, men rester av den gamle installasjonen ligger i $Remains. Prøv igjen." \
  "Sentralbord er installert, men restar av den gamle installasjonen ligg i $Remains. Prøv igjen." \
  "Sentralbord has been installed, but parts of the earlier installation are left in $Remains. Try again."
!insertmacro TEXT SAY_NO_SPACE \
  "Det er for liten plass på disken. Sentralbord trenger ${NEEDED_MB} MB i $INSTDIR." \
  "Det er for lite plass på disken. Sentralbord treng ${NEEDED_MB} MB i $INSTDIR." \
  "There is too little space on the disk. Sentralbord needs ${NEEDED_MB} MB in $INSTDIR."
!insertmacro TEXT SAY_CANNOT_WRITE \
  "Får ikke skrevet i $INSTDIR. Det som var der fra før, står som det sto." \
  "Får ikkje skrive i $INSTDIR. Det som var der frå før, står som det stod." \
  "Cannot write in $INSTDIR. What was there before is as it was."
!insertmacro TEXT SAY_NOT_REMOVED \
  "Får ikke fjernet Sentralbord fra $INSTDIR. Lukk det som bruker mappen, og prøv igjen." \
  "Får ikkje fjerna Sentralbord frå $INSTDIR. Lukk det som bruker mappa, og prøv igjen." \
  "Cannot remove Sentralbord from $INSTDIR. Close what uses the folder, and try again."
!insertmacro TEXT SAY_NETWORK \
  "Sentralbord må ligge på en disk i PC-en, ikke på et nettverksområde." \
  "Sentralbord må liggje på ein disk i PC-en, ikkje på eit nettverksområde." \
  "Sentralbord must be on a disk of this PC, not on a network share."
!insertmacro TEXT SAY_DATA_KEPT \
  "Registeret og innstillingene er ikke rørt. De ligger i" \
  "Registeret og innstillingane er ikkje rørte. Dei ligg i" \
  "The register and the settings have not been touched. They are in"
!insertmacro TEXT SAY_DATA_DELETED "Slettet:" "Sletta:" "Deleted:"
!insertmacro TEXT SAY_DATA_LEFT "Ikke slettet:" "Ikkje sletta:" "Not deleted:"
!insertmacro TEXT SAY_OTHERS_SETTINGS \
  "innstillingene til andre brukere" \
  "innstillingane til andre brukarar" \
  "the settings of other users"
!insertmacro TEXT SAY_SECRET \
  "«${APP}» i Legitimasjonsbehandling hos hver bruker" \
  "«${APP}» i Legitimasjonsbehandling hos kvar brukar" \
  "«${APP}» in the Credential Manager of each user"
