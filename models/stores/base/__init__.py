"""What every store may use: sessions, elections, areas, leases, receipts, holds, the audit log's notes."""
