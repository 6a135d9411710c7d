"""What other rooms may read of surveys and answers."""
