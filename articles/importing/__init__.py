"""Brings articles in from elsewhere: a file is read line by line, lines become drafts, drafts become rows."""
