"""The nouns of Parley as frozen values, and the promises that the shell keeps."""
