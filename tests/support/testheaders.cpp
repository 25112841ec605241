// Something to compile: the precompiled header of all tests is made with it.
