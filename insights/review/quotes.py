from insights.review.frame import Room
ROOM = Room(path='/quotes', name='quotes'.capitalize(), about='', pages={})
