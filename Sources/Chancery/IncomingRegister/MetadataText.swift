internal import Foundation
internal import Kernel

/// The metadata of a letter as the JSON that is kept, in the form `Codable` reads: keys in the order of the alphabet, nothing for what is absent.
extension LetterMetadata {
    init(json: String) throws { self = try JSONDecoder().decode(LetterMetadata.self, from: Data(json.utf8)) }

    var json: String {
        JSONText.object { j in
            j.member("access", access.rawValue)
            j.member("attachmentCount", attachmentCount)
            j.member("deliveryManner", deliveryManner)
            j.member("foreignSign", foreignSign)
            j.member("formats", formats)
            j.member("kinds", kinds)
            j.member("letterDate", letterDate?.description)
            j.member("postingDate", postingDate?.description)
            j.member("postingNumber", postingNumber)
            j.member("remarks", remarks)
            if let scan {
                j.member("scan") { j in
                    j.member("extent", scan.extent.rawValue)
                    j.member("reason", scan.reason)
                    j.member("volume", scan.volume)
                }
            }
            j.member("senders", objects: senders) { j, sender in sender.write(&j) }
            j.member("title", title)
            j.member("type", type.rawValue)
        }
    }
}

extension Correspondent {
    fileprivate func write(_ j: inout JSONText) {
        j.member("address") { j in
            j.member("building", address.building)
            j.member("country", address.country)
            j.member("flat", address.flat)
            j.member("postCode", address.postCode)
            j.member("postOfficeBox", address.postOfficeBox)
            j.member("street", address.street)
            j.member("town", address.town)
        }
        j.member("designation") { j in
            switch designation {
            case .institution(let name): j.member("institution") { $0.member("name", name) }
            case .person(let surname, let givenNames):
                j.member("person") { j in
                    j.member("givenNames", givenNames)
                    j.member("surname", surname)
                }
            case .unknown: j.member("unknown") { _ in }
            }
        }
        j.member("emails", emails)
        j.member("identifiers") { j in
            j.member("nip", identifiers.nip)
            j.member("pesel", identifiers.pesel)
            j.member("regon", identifiers.regon)
            j.member("replyBox", identifiers.replyBox)
        }
    }
}
