"""The console program of the installer: `sentralbord-cli.exe`."""

from sentralbord_desktop.cli import main

main()
