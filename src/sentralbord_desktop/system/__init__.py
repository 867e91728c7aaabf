"""This PC: folders, log, policies, file owners, argparse in bokmål."""
