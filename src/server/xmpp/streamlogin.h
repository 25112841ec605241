#pragma once

#include "server/xmpp/saslserver.h"
#include "stanza/xmlnode.h"

#include <functional>
#include <memory>

namespace foyer::server
{

/// The sign-in of one stream (RFC 6120 section 6): turns `<auth/>`, `<response/>` and `<abort/>` into answers.
class StreamLogin
{
public:
    struct Answer {
        stanza::XmlNode reply;
        QString account;      ///< set when signed in
        bool giveUp = false;  ///< too many attempts: the stream is to end
        bool foreign = false; ///< not an element of a sign-in
    };

    explicit StreamLogin(std::function<SaslAccounts()> accounts);

    /// `<mechanisms/>` for the stream features.
    stanza::XmlNode mechanisms() const;
    Answer handle(const stanza::XmlNode &element);

private:
    Answer take(const SaslStep &step);

    std::function<SaslAccounts()> m_accounts;
    std::unique_ptr<SaslAttempt> m_attempt;
    int m_failures = 0;
};

} // namespace foyer::server
