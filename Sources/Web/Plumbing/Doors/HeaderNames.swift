internal import HTTPTypes

/// Header names that swift-http-types does not know. All are valid tokens, so the initialiser cannot give nil.
extension HTTPField.Name {
    static let xForwardedFor = HTTPField.Name("X-Forwarded-For")!  // valid token
    static let xRequestID = HTTPField.Name("X-Request-ID")!  // valid token
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!  // valid token
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!  // valid token
    static let openerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy")!  // valid token
    static let resourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy")!  // valid token
    static let permissionsPolicy = HTTPField.Name("Permissions-Policy")!  // valid token
    static let frameOptions = HTTPField.Name("X-Frame-Options")!  // valid token
}
