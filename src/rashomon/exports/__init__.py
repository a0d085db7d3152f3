"""Writing what was coded, in the formats that teams use. One file per exporter."""
