"""What the pages read, gathered from the rooms below. Called inside `acting_for(business)`."""
