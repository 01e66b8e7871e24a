internal import CLibCrypto
internal import Kernel

/// Turns what libcrypto says into a problem a person can act on; its own words go to the log, never keys.
func cryptographyProblem(_ message: String) -> Problem {
    let code = ERR_get_error()
    ERR_clear_error()
    var text = [CChar](repeating: 0, count: 256)
    if code != 0 { ERR_error_string_n(code, &text, text.count) }
    let cause = code == 0 ? "" : String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return Problem(.invalidInput, message, cause: cause)
}
