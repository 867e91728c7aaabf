"""The console program of the installer: `sentralbord-cli.exe`."""

from read_once import read_once

read_once()

from sentralbord_desktop.cli.main import main

main()
