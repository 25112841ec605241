#include "service/keptconnection.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace foyer
{

KeptConnection::KeptConnection(ConnectionKeeper::Discovery discover)
    : stream(fake.factory(), clock), keeper(stream, clock, std::move(discover))
{
    const auto on = [this](auto signal, auto slot) { QObject::connect(&keeper, signal, &keeper, slot); };
    on(&ConnectionKeeper::stateChanged, [this](const ConnectionState &state) { log.append(nameOf(state.kind)); });
    on(&ConnectionKeeper::online, [this](bool resumed) { log.append(resumed ? u"resumed"_s : u"online"_s); });
    on(&ConnectionKeeper::lost, [this](const Error &cause) { log.append(u"lost "_s + nameOf(cause.kind)); });
    on(&ConnectionKeeper::attemptFailed, [this](const Error &cause, bool final) {
        log.append(u"failed "_s + nameOf(cause.kind) + (final ? u" final"_s : QString()));
    });
}

AccountSettings KeptConnection::alice()
{
    AccountSettings settings;
    settings.account = *Jid::parse(u"alice@example.org"_s);
    settings.password = u"secret"_s;
    settings.servers = {FakeStanzaChannel::url()};
    settings.resource = u"desk"_s;
    // The fakes know nothing better.
    settings.weakest = SignInStrength::Plain;
    return settings;
}

void KeptConnection::online(qint64 ms)
{
    if (kind() == ConnectionState::Kind::Offline)
        keeper.start(alice());
    fake.completeLogin();
    clock.advance(ms);
    log.clear();
}

void KeptConnection::waitOut()
{
    const int before = fake.attempts();
    clock.advance(delay() - 1);
    if (fake.attempts() != before)
        qFatal("the attempt came before the wait of %lld ms was over", delay());
    clock.advance(1);
    if (fake.attempts() != before + 1 || kind() != ConnectionState::Kind::Connecting)
        qFatal("no attempt after the wait of %lld ms", delay());
}

void KeptConnection::refuse(const QString &condition)
{
    fake.acceptConnection();
    fake.takeSent();
    fake.inject(u"<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='example.org' id='s' version='1.0'/>"_s);
    fake.inject(u"<stream:features xmlns:stream='http://etherx.jabber.org/streams'><mechanisms "
                "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>"
                "</stream:features>"_s);
    fake.inject(u"<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><%1/></failure>"_s.arg(condition));
}

void KeptConnection::streamError(const QString &condition)
{
    fake.inject(u"<stream:error xmlns:stream='http://etherx.jabber.org/streams'><%1 "
                "xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"_s.arg(condition));
}

} // namespace foyer
