internal import Kernel
public import Store

/// A PESEL as it is kept: it can be found by the same number and shown only masked.
public struct SealedPESEL: Sendable, Hashable, CustomStringConvertible {
    let box: [UInt8]
    public let hash: PESELHash

    /// What every page, list, letter and log shows in place of the number.
    public static let mask = "***********"
    public var description: String { Self.mask }
}

/// HMAC-SHA-256 of a PESEL under the house's key; equal for equal numbers, of no use without the key.
public struct PESELHash: Sendable, Hashable, LosslessStringConvertible, SQLBindable {
    /// 64 hexadecimal digits.
    public let description: String

    init(mac: [UInt8]) { description = Hex.encode(mac) }

    public init?(_ text: String) {
        guard let hash = ContentHash(text) else { return nil }
        description = hash.description
    }

    public var sqlValue: SQLValue { .text(description) }
}

extension SQLRow {
    func sealedPESELOrNil(_ box: String = "pesel_box", _ hash: String = "pesel_hash") throws -> SealedPESEL? {
        guard let bytes = try bytesOrNil(box), let hash = try parsedOrNil(hash, as: PESELHash.self) else { return nil }
        return SealedPESEL(box: bytes, hash: hash)
    }

    func sealedPESEL(_ box: String = "pesel_box", _ hash: String = "pesel_hash") throws -> SealedPESEL {
        SealedPESEL(box: try bytes(box), hash: try parsed(hash))
    }
}
