#include "ui/room/imageviewer.h"

#include "core/apart.h"
#include "models/displaytext.h"
#include "ui/room/savequestion.h"
#include "ui/theme.h"
#include "ui/timeline/imageshelf.h"
#include "ui/widgets/elidedlabel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

/// Paints an image in its middle, made smaller where it does not fit.
class ImageView : public QWidget
{
public:
    explicit ImageView(QWidget *parent) : QWidget(parent)
    {
        setObjectName(u"imageView"_s);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
        setMinimumSize(smallest, smallest);
    }

    void setImage(const QPixmap &image)
    {
        m_image = image;
        update();
    }
    const QPixmap &image() const { return m_image; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        if (m_image.isNull()) {
            return;
        }
        QPainter painter(this);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        const QSize natural = m_image.size();
        const bool fits = natural.width() <= width() && natural.height() <= height();
        const QSize shown = fits ? natural : natural.scaled(size(), Qt::KeepAspectRatio);
        const QPoint corner((width() - shown.width()) / 2, (height() - shown.height()) / 2);
        painter.drawPixmap(QRect(corner, shown), m_image);
    }

private:
    static constexpr int smallest = 160;
    QPixmap m_image;
};

ImageViewer::ImageViewer(const Theme &theme, ImageShelf &images, const ImageLink &link, QWidget *parent)
    : QDialog(parent),
      m_theme(theme),
      m_images(images),
      m_link(link),
      m_view(new ImageView(this)),
      m_problem(new QLabel(this))
{
    setObjectName(u"imageViewer"_s);
    const QString name = displaytext::oneLine(link.name);
    setWindowTitle(tr("Image"));
    constexpr QSize usual(960, 720);
    const QSize room = parent == nullptr ? usual : parent->window()->size();
    resize(usual.boundedTo(room));
    m_view->setAccessibleName(tr("Image, %1, from %2", "file name, host").arg(name, link.host));
    m_view->setImage(images.imageOf(link.url).pixmap);
    m_problem->setObjectName(u"imageProblemLabel"_s);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    setLook(m_problem, Look::Bad);
    m_problem->hide();
    auto *layout = new QVBoxLayout(this);
    constexpr int margin = 6 * metrics::step;
    layout->setContentsMargins(margin, margin, margin, margin);
    layout->setSpacing(4 * metrics::step);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_problem);
    makeButtons();
    connect(&images, &ImageShelf::fullCame, this, &ImageViewer::onFull);
    connect(&images, &ImageShelf::fullFailed, this, &ImageViewer::onFailed);
    images.askForFull(link.url);
}

void ImageViewer::makeButtons()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(3 * metrics::step);
    auto *name = new ElidedLabel(this);
    name->setObjectName(u"imageNameLabel"_s);
    name->setSentence(
        tr("%1 from %2", "an image, a host").arg(apart(displaytext::oneLine(m_link.name)), apartFromLeft(m_link.host)));
    row->addWidget(name, 1);
    const auto add = [this, row](const QString &words, const QString &objectName) {
        auto *button = new QPushButton(words, this);
        button->setObjectName(objectName);
        button->setAccessibleName(QString(words).remove(u'&'));
        button->setAutoDefault(false);
        row->addWidget(button);
        return button;
    };
    connect(add(tr("Open &link"), u"openLinkPushButton"_s), &QPushButton::clicked, this,
            [this] { Q_EMIT linkActivated(m_link.url); });
    m_copy = add(tr("&Copy"), u"copyPushButton"_s);
    // What is shown until then is smaller than the image.
    m_copy->setEnabled(false);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setPixmap(m_view->image()); });
    connect(add(tr("&Save…"), u"savePushButton"_s), &QPushButton::clicked, this,
            [this] { askWhereToSave(this, m_images, m_link); });
    QPushButton *close = add(tr("Cl&ose"), u"closePushButton"_s);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    close->setFocus();
    static_cast<QVBoxLayout *>(layout())->addLayout(row);
}

void ImageViewer::onFull(const QUrl &url, const QImage &image)
{
    if (url == m_link.url) {
        m_view->setImage(QPixmap::fromImage(image));
        m_copy->setEnabled(true);
    }
}

void ImageViewer::onFailed(const QUrl &url, const QString &problem)
{
    if (url == m_link.url) {
        m_problem->setText(displaytext::sentence(problem));
        m_problem->show();
    }
}

} // namespace foyer
