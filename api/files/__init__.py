"""The recap as files that are handed on: CSV, XLSX, PDF; what they hold is made elsewhere."""
