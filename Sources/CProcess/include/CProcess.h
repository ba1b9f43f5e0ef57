// What is settled about the process before its Swift code begins.

// The commit this program was built from; empty where the build was told none.
const char *ticketferry_commit(void);
