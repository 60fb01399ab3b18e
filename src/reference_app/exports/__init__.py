"""Files that other systems wrote: their letters, rows, days and mails."""
