// Nothing is called from outside: the library is preloaded, and its functions stand in front of the C library's.
