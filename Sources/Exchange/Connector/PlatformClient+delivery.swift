internal import Kernel
internal import Law
internal import XML

/// What the platform answered to an order of delivery.
public struct DeliveryAnswer: Sendable, Hashable {
    /// Number of the document on the platform; 0 for a trial.
    public var document: Int64
    /// Number of the order (identyfikatorZlecenia), by which the signed receipt is told to belong to it.
    public var order: Int64
}

extension PlatformClient {
    /// Orders a delivery against a receipt (doreczyciel, `dorecz`; epuap.md § 4.3).
    ///
    /// - Throws: `SoapFault` where the platform refuses; `Problem` `.unavailable` where it does not answer.
    public func deliver(_ order: DeliveryOrder) async throws -> DeliveryAnswer {
        var w = XMLWriter(declaration: false)
        w.element("ob:Dokument", ["xmlns:ob": SoapNames.ob]) { w in
            w.element("nazwaPliku", text: order.fileName)
            w.element("typPliku", text: order.mediaType)
            w.element("zawartosc") { w in w.base64(order.content) }
        }
        return try await answer(
            .doreczyciel, "dorecz", String(decoding: w.bytes, as: UTF8.self),
            headers: [
                ("IdentyfikatorPodmiotu", order.podmiot), ("AdresSkrytki", order.box.description), ("AdresOdpowiedzi", order.replyBox.description),
                ("TerminDoreczenia", PolishTime.iso8601(order.deadline)), ("CzyProbne", order.isTrial ? "true" : "false"),
                ("IdentyfikatorDokumentu", order.documentIdentifier), ("IdentyfikatorSprawy", order.caseSign), ("DaneDodatkowe", ""),
            ]
        ) { body in
            DeliveryAnswer(
                document: body.childText("identyfikatorDokumentu").flatMap { Int64($0.trimmed) } ?? 0,
                order: body.childText("identyfikatorZlecenia").flatMap { Int64($0.trimmed) } ?? 0)
        }
    }
}
