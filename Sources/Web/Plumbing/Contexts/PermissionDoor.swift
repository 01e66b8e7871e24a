public import Hummingbird
public import Identity

/// Lets a group of routes be used only with a permission.
///
///     signedIn.group(context: ClerkContext.self).add(middleware: PermissionDoor(.registerLetter))
public struct PermissionDoor: RouterMiddleware {
    public typealias Context = ClerkContext
    let permission: Permission

    public init(_ permission: Permission) { self.permission = permission }

    public func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        try context.require(permission)
        return try await next(request, context)
    }
}
