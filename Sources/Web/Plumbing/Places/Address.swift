/// An address of a page: `Place` for what every house has, and an enumeration of its own for each area of the desk.
public protocol Address {
    /// The address with its values, to be printed as it is.
    var link: String { get }
}

extension Address {
    /// The address with a query; items without a value are left out.
    public func link(_ query: KeyValuePairs<String, String?>) -> String {
        let items = query.compactMap { name, value in value.map { "\(PercentCoding.encode(name))=\(PercentCoding.encode($0))" } }
        return items.isEmpty ? link : link + "?" + items.joined(separator: "&")
    }
}
