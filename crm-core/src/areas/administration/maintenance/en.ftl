# Keeping a database well
area-maintenance = Maintenance
operation-maintenance-backup = Back up
operation-maintenance-check = Check
operation-maintenance-rebuild = Rebuild derived data
field-ok = In order
field-findings = Findings
choice-Entity-backup = Backup
