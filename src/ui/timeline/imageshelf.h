#pragma once

#include "core/imagelink.h"

#include <QCache>
#include <QImage>
#include <QObject>
#include <QPixmap>
#include <QSet>
#include <QStringList>

namespace foyer
{

/// The images of the timeline: which may be fetched, which are there. No image is asked for from its host before the
/// person has agreed, to it or to its host; S22 of the security rules. Memory is bounded; what was pushed out is asked
/// for again when it comes into sight. Fetches nothing itself: wanted() is answered with put(), fail() or leave(),
/// or not at all where only the disk was asked and has nothing.
class ImageShelf : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Closed,  ///< the person has not asked for it
        Loading, ///< wanted, no answer yet
        Shown,
        Failed,
    };
    /// Where an image may be taken from.
    enum class From { Disk, DiskThenHost };
    Q_ENUM(From)

    struct Image {
        State state = State::Closed;
        QPixmap pixmap;       ///< scaled down to largestSize() where it was larger
        QString problem;      ///< a sentence, when Failed
        bool isGone = false;  ///< and to ask again would not help
        QString movedTo = {}; ///< when Failed: the host that has it by now, to which the person has not agreed
    };

    explicit ImageShelf(QObject *parent = nullptr);

    /// What an image takes at most in the timeline, in logical pixels.
    static QSize largestSize();

    Image imageOf(const QUrl &url) const;
    /// The image has come into sight: it is wanted when its host is trusted or the person agreed to it once; otherwise
    /// only what is kept on this computer is.
    void look(const ImageLink &link);
    /// The person asks for the image; also again, after it failed: then from the host too that it was moved to. An own
    /// upload is agreed to by having been uploaded.
    void agree(const QUrl &url);
    /// The hosts that may be asked for this image besides its own: those it was moved to with the person's agreement,
    /// and the trusted ones.
    QStringList agreedHosts(const QUrl &url) const;

    /// Hosts (as in ImageLink) the person has chosen; their images load by themselves.
    QStringList trustedHosts() const;
    void setTrustedHosts(const QStringList &hosts);
    /// Changes one of them by the person's wish; trustedHostsChanged() follows.
    void setTrusted(const QString &host, bool trusted);
    bool isTrusted(const QString &host) const { return m_hosts.contains(host) || m_serviceHosts.contains(host); }
    bool isChosen(const QString &host) const { return m_hosts.contains(host); }
    /// Hosts the account's own server vouches for, such as that of its upload service.
    void setServiceHosts(const QStringList &hosts);

    /// The image in its full size, for showing it by itself; answered by fullCame() or fullFailed().
    void askForFull(const QUrl &url);
    /// The image's file, as it came, is to be written to \a fileName; saveFailed() follows when that cannot be.
    void save(const QUrl &url, const QString &fileName);

public Q_SLOTS:
    void put(const QUrl &url, const QImage &image);
    /// It did not come; \a problem is a sentence. What \a isGone is not offered once more.
    void fail(const QUrl &url, const QString &problem, bool isGone = false);
    /// It did not come, because it was moved to \a host; the person may agree to that one as well.
    void failMoved(const QUrl &url, const QString &problem, const QString &host);
    /// It is not here, and not to be had now; the person may ask again.
    void leave(const QUrl &url);

Q_SIGNALS:
    void wanted(const QUrl &url, foyer::ImageShelf::From from);
    void fullWanted(const QUrl &url);
    void saveWanted(const QUrl &url, const QString &fileName);
    /// The image's state is another one.
    void changed(const QUrl &url);
    void fullCame(const QUrl &url, const QImage &image);
    void fullFailed(const QUrl &url, const QString &problem);
    void saveFailed(const QString &problem);
    /// By the person's wish.
    void trustedHostsChanged(const QStringList &hosts);
    /// Other hosts are trusted than before, for whatever reason.
    void trustChanged();

private:
    void set(const QUrl &url, const Image &image);

    QCache<QString, Image> m_images;
    QCache<QString, QStringList> m_agreed; ///< and to which further hosts
    QSet<QString> m_hosts;
    QSet<QString> m_serviceHosts;
};

} // namespace foyer
