#pragma once

#include "core/imagelink.h"

#include <QDialog>
#include <QImage>

class QLabel;
class QPushButton;

namespace foyer
{

class ImageShelf;
class ImageView;
class Theme;

/// One image by itself, as large as the window allows and never larger than it is. Shows what the timeline has until
/// the whole image is there.
class ImageViewer : public QDialog
{
    Q_OBJECT

public:
    ImageViewer(const Theme &theme, ImageShelf &images, const ImageLink &link, QWidget *parent = nullptr);

Q_SIGNALS:
    void linkActivated(const QUrl &link);

private:
    void makeButtons();
    void onFull(const QUrl &url, const QImage &image);
    void onFailed(const QUrl &url, const QString &problem);

    const Theme &m_theme;
    ImageShelf &m_images;
    ImageLink m_link;
    ImageView *m_view;
    QLabel *m_problem;
    QPushButton *m_copy = nullptr;
};

} // namespace foyer
