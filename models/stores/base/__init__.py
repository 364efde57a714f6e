"""What every store may use: sessions, elections, areas, leases, receipts, holds, audit notes."""
