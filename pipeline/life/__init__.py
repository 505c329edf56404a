"""What a person does to a published dataset: withdraw, restore, roll back, confirm, adopt.

Each act needs somebody's name, holds the dataset's lock, and is written down: the intent before a
portal is touched, the outcome after it. Nothing here is ever called by the daemon.
"""
