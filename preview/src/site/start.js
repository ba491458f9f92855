// The last script of the page: both halves are there, the phone is switched on.
miniProgramPreview.boot(globalThis.miniProgram)
