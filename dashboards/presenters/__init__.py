"""Every sentence of the dashboards, made of plain values. Pure: the time and its zone are passed in."""
