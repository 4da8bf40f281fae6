"""What readers take away or have sent to them: files, packages, feeds, mails, data for machines."""
