"""Judging the settings of files that are not Python: whose id is this, and may a tool change it?"""
