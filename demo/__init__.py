"""The demonstration county: catalogue, people and a month of cases, built through the services."""
