"""The console program of the installer: `sentralbord-cli.exe`."""

from sentralbord_desktop.cli.main import main

main()
