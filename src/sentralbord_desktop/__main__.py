"""python -m sentralbord_desktop"""

from sentralbord_desktop.app import main

if __name__ == "__main__":
    main()
