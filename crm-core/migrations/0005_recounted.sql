-- How far it has come, where the settings changed what a complete customer needs, and customers are being looked at again:
-- the key of the last one that was. Those behind it are complete or not by their fields, whatever is stored.
ALTER TABLE settings ADD COLUMN recounted_to INTEGER;
