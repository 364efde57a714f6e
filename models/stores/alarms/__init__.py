"""What is wrong and who was called; starts of processes; when something last came."""
