#pragma once

#include <QString>
#include <QStringList>
#include <QTest>
#include <QUrl>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

namespace foyer
{

using namespace Qt::StringLiterals;

/// An XMPP client by hand, anonymous unless told otherwise: frames go out as they are, what comes in is kept.
class Guest
{
public:
    explicit Guest(const QUrl &url)
    {
        QObject::connect(&m_socket, &QWebSocket::textMessageReceived, &m_socket,
                         [this](const QString &frame) { frames.append(frame); });
        QWebSocketHandshakeOptions options;
        options.setSubprotocols({u"xmpp"_s});
        m_socket.open(url, options);
    }

    bool signIn(const QString &auth = u"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>"_s)
    {
        const QString open = u"<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='localhost' version='1.0'/>"_s;
        return QTest::qWaitFor([this] { return isOpen(); }) && ask(open, u"<mechanisms"_s) &&
               ask(auth, u"<success"_s) && ask(open, u"<bind"_s) &&
               ask(u"<iq xmlns='jabber:client' type='set' id='b'><bind "
                   "xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>"_s,
                   u"<jid>"_s);
    }
    bool join(const QString &room)
    {
        return ask(u"<presence xmlns='jabber:client' to='%1@conference.localhost/me'><x "
                   "xmlns='http://jabber.org/protocol/muc'/></presence>"_s.arg(room),
                   u"<subject"_s);
    }
    /// Sends a frame and waits until one comes that holds \a text.
    bool ask(const QString &frame, const QString &text)
    {
        frames.clear();
        m_socket.sendTextMessage(frame);
        return hears(text);
    }
    bool hears(const QString &text)
    {
        return QTest::qWaitFor([&] { return !frames.filter(text).isEmpty(); }, 5000);
    }
    bool isOpen() const { return m_socket.state() == QAbstractSocket::ConnectedState; }

    QStringList frames;

private:
    QWebSocket m_socket;
};

} // namespace foyer
