import Foundation

/// Writes a line to standard output; the command line's only way to speak.
func say(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }

/// Writes a line to standard error.
func warn(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
