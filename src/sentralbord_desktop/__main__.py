"""python -m sentralbord_desktop"""

from sentralbord_desktop.unread import leave_sources_unread

if __name__ == "__main__":
    leave_sources_unread()
    from sentralbord_desktop.app import main

    main()
