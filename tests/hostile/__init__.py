"""The catalogue of hostile forms and lists: one test for each way to do harm, measured in a process of its own."""
