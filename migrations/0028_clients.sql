-- The protocol that a write came by, where it is not our own: wordpress, micropub or mcp.
ALTER TABLE audit ADD COLUMN client TEXT;
