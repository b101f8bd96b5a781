"""Forms of this app: the officer's, the desk's, the story editor's."""
