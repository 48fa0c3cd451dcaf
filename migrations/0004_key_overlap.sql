-- When a rotated key stops working, apart from its own expiry, which its successors inherit.
ALTER TABLE keys ADD COLUMN superseded_at INTEGER;
